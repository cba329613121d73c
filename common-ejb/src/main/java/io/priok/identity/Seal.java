package io.priok.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Closes text under a shared secret, and proves that one has the secret. Keys for different purposes are derived from it (HMAC-SHA256
 * of the purpose), so that a proof tells nothing about what is sealed. AES-256 in GCM mode with a random nonce.
 */
public final class Seal {
    private static final String MAC = "HmacSHA256";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final byte[] secret;

    /** @param secret of at least 128 bits of entropy */
    public Seal(byte[] secret) {
        this.secret = secret.clone();
    }

    /** Under a join token's secret part. */
    public static Seal ofToken(String tokenSecret) {
        return new Seal(tokenSecret.getBytes(UTF_8));
    }

    /** A secret of its own for the named purpose, 32 bytes. */
    public byte[] derive(String purpose) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(secret, MAC));
            return mac.doFinal(purpose.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Shows that the author of the text has the secret; base64. */
    public String proof(String text) {
        return Base64.getEncoder().encodeToString(new Seal(derive("proof")).derive(text));
    }

    /** Compares in constant time. */
    public boolean proves(String text, String proof) {
        return MessageDigest.isEqual(proof(text).getBytes(UTF_8), proof.getBytes(UTF_8));
    }

    /**
     * @param context what the text belongs to; opening it in another context fails
     * @return base64
     */
    public String close(String text, String context, SecureRandom random) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] closed = cipher(Cipher.ENCRYPT_MODE, nonce, context).doFinal(text.getBytes(UTF_8));
            return Base64.getEncoder()
                    .encodeToString(ByteBuffer.allocate(nonce.length + closed.length)
                            .put(nonce)
                            .put(closed)
                            .array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @throws BrokenSeal when it was closed under another secret or for another context, or was changed since */
    public String open(String sealed, String context) {
        try {
            byte[] all = Base64.getDecoder().decode(sealed);
            if (all.length < NONCE_BYTES) {
                throw new BrokenSeal(null);
            }
            ByteBuffer buffer = ByteBuffer.wrap(all);
            byte[] nonce = new byte[NONCE_BYTES];
            buffer.get(nonce);
            byte[] closed = new byte[buffer.remaining()];
            buffer.get(closed);
            return new String(cipher(Cipher.DECRYPT_MODE, nonce, context).doFinal(closed), UTF_8);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new BrokenSeal(e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String context) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(derive("seal"), "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(context.getBytes(UTF_8));
        return cipher;
    }
}
