package io.priok.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.priok.control.port.LocalSwarm.TrustRoot;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** The swarm's root certificate: its digest is in every join token, so that a node can tell which swarm it is about to join. */
final class RootCertificate {
    private static final Duration VALID = Duration.ofDays(20L * 365);
    private static final String CERTIFICATE = "swarm-root-ca.crt";
    static final String KEY = "swarm-root-ca.key";

    private final String pem;
    private final X509Certificate certificate;

    private RootCertificate(String pem, X509Certificate certificate) {
        this.pem = pem;
        this.certificate = certificate;
    }

    /** Makes a new root and keeps it, with its key, in {@code dir}. */
    static RootCertificate create(Path dir, Instant now, SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            KeyPair keys = generator.generateKeyPair();
            X500Name name = new X500Name("CN=swarm-ca");
            var builder = new JcaX509v3CertificateBuilder(
                    name,
                    new BigInteger(159, random),
                    Date.from(now.minus(Duration.ofHours(1))),
                    Date.from(now.plus(VALID)),
                    name,
                    keys.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            byte[] encoded = builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
                    .getEncoded();
            X509Certificate certificate = parse(encoded);
            StateFiles.write(dir.resolve(KEY), pem(keys.getPrivate()).getBytes(UTF_8));
            StateFiles.write(dir.resolve(CERTIFICATE), pem(certificate).getBytes(UTF_8));
            return new RootCertificate(pem(certificate), certificate);
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("cannot make the swarm's root certificate", e);
        }
    }

    static RootCertificate load(Path dir) {
        try {
            byte[] pem = Files.readAllBytes(dir.resolve(CERTIFICATE));
            return new RootCertificate(new String(pem, UTF_8), parse(pem));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the swarm's root certificate", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the swarm's root certificate in " + dir + " is damaged", e);
        }
    }

    /** Keeps the certificate of a swarm that this host has joined. */
    static void adopt(Path dir, String pem) {
        StateFiles.write(dir.resolve(CERTIFICATE), pem.getBytes(UTF_8));
    }

    /** Keeps the certificate's key, which only managers have. */
    static void adoptKey(Path dir, String pem) {
        StateFiles.write(dir.resolve(KEY), pem.getBytes(UTF_8));
    }

    static String key(Path dir) {
        try {
            return Files.readString(dir.resolve(KEY));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the key of the swarm's root certificate", e);
        }
    }

    String pem() {
        return pem;
    }

    /** SHA-256 of the PEM text, as join tokens carry it. */
    byte[] digest() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(pem.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    TrustRoot trustRoot() {
        Base64.Encoder base64 = Base64.getEncoder();
        return new TrustRoot(
                pem,
                base64.encodeToString(certificate.getIssuerX500Principal().getEncoded()),
                base64.encodeToString(certificate.getPublicKey().getEncoded()));
    }

    private static X509Certificate parse(byte[] encoded) throws GeneralSecurityException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
    }

    private static String pem(Object object) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        }
        return text.toString();
    }
}
