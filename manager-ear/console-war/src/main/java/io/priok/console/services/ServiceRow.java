package io.priok.console.services;

import java.util.List;

/**
 * A service as the list shows it.
 *
 * @param mode the word of the command line
 * @param image without its digest
 * @param ports {@code 8080->80/tcp}
 */
public record ServiceRow(
        String id, String name, String mode, ServiceHealth health, String image, List<String> ports, String age) {
    public ServiceRow {
        ports = List.copyOf(ports);
    }
}
