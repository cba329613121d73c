package io.priok.domain.spec;

/**
 * @param architecture such as {@code x86_64} or {@code amd64}
 * @param os such as {@code linux}
 */
public record Platform(String architecture, String os) {
    public Platform {
        architecture = Copies.text(architecture);
        os = Copies.text(os);
    }
}
