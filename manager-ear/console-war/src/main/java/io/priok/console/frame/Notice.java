package io.priok.console.frame;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What came of a deed, with the command that would have done it. Outlives a redirect. */
@Named
@RequestScoped
public class Notice {
    private static final String KEPT = "io.priok.console.notice";

    /** @param command empty when there is none */
    public record Text(Tone tone, String text, String command) implements Serializable {}

    private @Nullable Text current;

    public void done(String text, DockerCommand command) {
        current = new Text(Tone.GOOD, text, command.line());
    }

    public void refused(String text, DockerCommand command) {
        current = new Text(Tone.BAD, text, command.line());
    }

    /** For the page that is shown next. In the session: Faces' flash is lost to any request that comes between. */
    public void keep() {
        if (current != null) {
            session().put(KEPT, current);
        }
    }

    public @Nullable Text current() {
        boolean fresh = !FacesContext.getCurrentInstance().isPostback();
        if (current == null && fresh && session().remove(KEPT) instanceof Text kept) {
            current = kept;
        }
        return current;
    }

    private static Map<String, Object> session() {
        return FacesContext.getCurrentInstance().getExternalContext().getSessionMap();
    }
}
