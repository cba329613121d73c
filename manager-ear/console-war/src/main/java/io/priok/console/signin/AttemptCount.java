package io.priok.console.signin;

import jakarta.enterprise.context.ApplicationScoped;

/** The one count of failed attempts. */
@ApplicationScoped
public class AttemptCount {
    private final Attempts attempts = new Attempts();

    Attempts get() {
        return attempts;
    }
}
