package io.priok.api.engine;

import io.priok.control.port.EngineHttp;
import io.priok.domain.Refusal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is asked of the engine often and does not change while it runs. */
public final class EngineFacts {
    private final EngineHttp engine;

    /** Null until the engine answered, empty when it names none. */
    private volatile @Nullable String builderVersion;

    public EngineFacts(EngineHttp engine) {
        this.engine = engine;
    }

    /** The builder that the engine recommends; empty when it names none, or cannot be reached now. */
    public Optional<String> builderVersion() {
        String known = builderVersion;
        return Optional.of(known == null ? ask() : known).filter(version -> !version.isEmpty());
    }

    private String ask() {
        try {
            EngineHttp.Response ping = engine.get("/_ping");
            if (!ping.isSuccess()) {
                return "";
            }
            String found = ping.headers().getOrDefault("builder-version", "");
            builderVersion = found;
            return found;
        } catch (Refusal unreachable) {
            return "";
        }
    }
}
