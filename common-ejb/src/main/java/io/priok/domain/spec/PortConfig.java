package io.priok.domain.spec;

/**
 * A published port.
 *
 * @param protocol {@code tcp}, {@code udp} or {@code sctp}
 * @param publishedPort 0 lets the system choose
 * @param publishMode {@code ingress} or {@code host}
 */
public record PortConfig(String name, String protocol, int targetPort, int publishedPort, String publishMode) {
    public PortConfig {
        name = Copies.text(name);
        protocol = protocol == null || protocol.isEmpty() ? "tcp" : protocol;
        publishMode = publishMode == null || publishMode.isEmpty() ? "ingress" : publishMode;
    }

    public boolean isHostMode() {
        return publishMode.equals("host");
    }

    public PortConfig withPublishedPort(int port) {
        return new PortConfig(name, protocol, targetPort, port, publishMode);
    }
}
