package io.priok.log;

import java.nio.file.Path;

/**
 * Mutual TLS between members, from PEM files.
 *
 * @param privateKey PKCS#8 key of this member
 * @param certificates this member's certificate, then its issuers
 * @param authorities whose certificates are accepted
 */
public record LogTls(Path privateKey, Path certificates, Path authorities) {}
