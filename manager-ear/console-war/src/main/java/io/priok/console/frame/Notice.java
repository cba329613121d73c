package io.priok.console.frame;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.faces.context.Flash;
import jakarta.inject.Named;
import org.jspecify.annotations.Nullable;

/** What came of a deed, with the command that would have done it. Outlives a redirect. */
@Named
@RequestScoped
public class Notice {
    private static final String KEPT = "io.priok.console.notice";

    /** @param command empty when there is none */
    public record Text(Tone tone, String text, String command) {}

    private @Nullable Text current;

    public void done(String text, DockerCommand command) {
        current = new Text(Tone.GOOD, text, command.line());
    }

    public void refused(String text, DockerCommand command) {
        current = new Text(Tone.BAD, text, command.line());
    }

    /** For the page that is shown next. */
    public void keep() {
        if (current != null) {
            flash().put(KEPT, current.tone() + "\n" + current.command() + "\n" + current.text());
        }
    }

    public @Nullable Text current() {
        if (current == null && flash().get(KEPT) instanceof String kept) {
            String[] parts = kept.split("\n", 3);
            current = new Text(Tone.valueOf(parts[0]), parts[2], parts[1]);
        }
        return current;
    }

    private static Flash flash() {
        return FacesContext.getCurrentInstance().getExternalContext().getFlash();
    }
}
