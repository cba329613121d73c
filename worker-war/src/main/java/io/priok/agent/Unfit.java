package io.priok.agent;

/** A task that cannot become a container here; the text tells its user why. */
final class Unfit extends Exception {
    private static final long serialVersionUID = 1L;

    Unfit(String message) {
        super(message);
    }

    String text() {
        String message = getMessage();
        return message == null ? "cannot run here" : message;
    }
}
