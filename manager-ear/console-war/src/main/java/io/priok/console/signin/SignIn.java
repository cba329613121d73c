package io.priok.console.signin;

import static jakarta.security.enterprise.authentication.mechanism.http.AuthenticationParameters.withParams;

import io.priok.console.frame.Person;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.ExternalContext;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.SecurityContext;
import jakarta.security.enterprise.credential.Password;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Signs in and out. */
@Named
@RequestScoped
public class SignIn {
    private static final String HOME = Destination.HOME + "?faces-redirect=true";

    @Inject
    private SecurityContext context;

    @Inject
    private AttemptCount attempts;

    @Inject
    private InstantSource clock;

    @Inject
    private Person person;

    private String name = "";
    private String password = "";
    private String trouble = "";

    public String enter() {
        FacesContext faces = FacesContext.getCurrentInstance();
        HttpServletRequest request =
                (HttpServletRequest) faces.getExternalContext().getRequest();
        String address = request.getRemoteAddr();
        Duration wait = attempts.get().wait(address, clock.instant());
        if (!wait.isZero()) {
            trouble = "Too many failed attempts. Try again in " + (wait.toSeconds() + 1) + " s.";
            return "";
        }
        AuthenticationStatus status = context.authenticate(
                request,
                (HttpServletResponse) faces.getExternalContext().getResponse(),
                withParams().credential(new UsernamePasswordCredential(name, new Password(password))));
        return switch (status) {
            case SUCCESS -> {
                attempts.get().succeeded(address);
                go(faces.getExternalContext(), Destination.of(remembered(request), request.getContextPath()));
                yield "";
            }
            case SEND_CONTINUE -> {
                // The response is on its way to the page that was asked for first.
                attempts.get().succeeded(address);
                faces.responseComplete();
                yield "";
            }
            case SEND_FAILURE, NOT_DONE -> {
                attempts.get().failed(address, clock.instant());
                trouble = "That name and password do not go together.";
                yield "";
            }
        };
    }

    private static @Nullable String remembered(HttpServletRequest request) {
        return Stream.ofNullable(request.getCookies())
                .flatMap(Stream::of)
                .filter(cookie -> cookie.getName().equals(Destination.COOKIE))
                .map(Cookie::getValue)
                .findFirst()
                .orElse(null);
    }

    private static void go(ExternalContext external, String page) {
        try {
            external.redirect(external.getRequestContextPath() + page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String leave() throws ServletException {
        FacesContext faces = FacesContext.getCurrentInstance();
        ((HttpServletRequest) faces.getExternalContext().getRequest()).logout();
        faces.getExternalContext().invalidateSession();
        return "/signin.xhtml?faces-redirect=true&left=true";
    }

    /** Somebody who is signed in has no need of the form. */
    public String forward() {
        return person.isSignedIn() ? HOME : "";
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    public String getPassword() {
        return password;
    }

    public void setPassword(String password) {
        this.password = password;
    }

    public String getTrouble() {
        return trouble;
    }
}
