package io.priok.agent;

import java.util.Map;

/**
 * A container to be created.
 *
 * @param body what the engine's API takes at {@code POST /containers/create}: maps, lists, texts, numbers and booleans
 */
public record ContainerRequest(String name, Map<String, Object> body) {
    /** Name of the image, with its tag. */
    public String image() {
        return String.valueOf(body.get("Image"));
    }
}
