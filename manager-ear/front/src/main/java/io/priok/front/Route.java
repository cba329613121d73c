package io.priok.front;

import java.util.Optional;

/** What is to be done with one request. */
sealed interface Route {

    /**
     * Forward it.
     *
     * @param uri the request target as the client wrote it (path and query)
     * @param version the version in the path, if there was one
     * @param unversioned {@code uri} without the version prefix
     */
    record Forward(Backend backend, String uri, Optional<ApiVersion> version, String unversioned, Hijack hijack)
            implements Route {

        /** The target for an engine of version {@code engine}: a newer version in the path becomes the engine's. */
        String uriFor(ApiVersion engine) {
            boolean tooNew = version.isPresent() && version.get().compareTo(engine) > 0;
            return tooNew ? "/v" + engine + unversioned : uri;
        }
    }

    /** Answer it here, with {@code {"message": …}}. */
    record Refuse(int status, String message) implements Route {}
}
