package io.priok.console.frame;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.security.enterprise.SecurityContext;
import java.security.Principal;

/** Who looks, and what they may. */
@Named
@RequestScoped
public class Person {
    private static final String ADMINISTRATOR = "administrator";

    @Inject
    private SecurityContext context;

    public String name() {
        Principal principal = context.getCallerPrincipal();
        return principal == null ? "" : principal.getName();
    }

    public boolean isSignedIn() {
        return context.getCallerPrincipal() != null;
    }

    public boolean isAdministrator() {
        return context.isCallerInRole(ADMINISTRATOR);
    }

    public String role() {
        return isAdministrator() ? ADMINISTRATOR : "viewer";
    }
}
