package io.priok.store.document;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.priok.domain.Cluster;
import io.priok.domain.Config;
import io.priok.domain.Network;
import io.priok.domain.Node;
import io.priok.domain.ObjectKind;
import io.priok.domain.Secret;
import io.priok.domain.Service;
import io.priok.domain.StateObject;
import io.priok.domain.Task;
import io.priok.json.Json;
import io.priok.json.MalformedJson;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Writes and reads documents. Sealed ones are AES-GCM under the key given, bound to the object's kind and id; the others carry a CRC-32C,
 * because neither H2 nor a disk checks what is in a page. Thread-safe.
 */
public final class Documents {
    private static final String SEALED = "sealed1:";
    private static final String SUMMED = "crc1:";
    private static final int SUM_DIGITS = 8;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKey key;
    private final SecureRandom random;

    /** @param key for AES; whoever reads must have the same, so managers that exchange snapshots share it */
    public Documents(SecretKey key, SecureRandom random) {
        this.key = key;
        this.random = random;
    }

    public String write(StateObject object) {
        String json = Json.write(object);
        return isSecret(object.kind())
                ? seal(json, label(object.kind(), object.id().value()))
                : SUMMED + sum(json) + ":" + json;
    }

    /** @throws UnreadableDocument when it is malformed, was altered, or was sealed under another key */
    public StateObject read(ObjectKind kind, String id, String document) {
        String json = isSecret(kind) ? open(document, label(kind, id)) : checked(document, label(kind, id));
        try {
            StateObject object = Json.read(json, type(kind));
            if (!object.id().value().equals(id)) {
                throw new UnreadableDocument("the document of " + label(kind, id) + " is another object's");
            }
            return object;
        } catch (MalformedJson e) {
            throw new UnreadableDocument("the document of " + label(kind, id) + " is malformed: " + e.getMessage());
        }
    }

    private static boolean isSecret(ObjectKind kind) {
        return switch (kind) {
            case SECRET, CLUSTER -> true;
            case NODE, SERVICE, TASK, NETWORK, CONFIG -> false;
        };
    }

    private static Class<? extends StateObject> type(ObjectKind kind) {
        return switch (kind) {
            case CLUSTER -> Cluster.class;
            case NODE -> Node.class;
            case SERVICE -> Service.class;
            case TASK -> Task.class;
            case NETWORK -> Network.class;
            case SECRET -> Secret.class;
            case CONFIG -> Config.class;
        };
    }

    /** One without a sum was written before there were any. */
    private static String checked(String document, String label) {
        if (!document.startsWith(SUMMED)) {
            return document;
        }
        int begin = SUMMED.length() + SUM_DIGITS + 1;
        if (document.length() < begin || !document.startsWith(sum(document.substring(begin)), SUMMED.length())) {
            throw new UnreadableDocument("the document of " + label + " was altered: its checksum is wrong");
        }
        return document.substring(begin);
    }

    private static String sum(String json) {
        CRC32C crc = new CRC32C();
        crc.update(json.getBytes(UTF_8));
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }

    private static String label(ObjectKind kind, String id) {
        return kind + " " + id;
    }

    private String seal(String json, String label) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, label).doFinal(json.getBytes(UTF_8));
            byte[] all = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
            System.arraycopy(sealed, 0, all, NONCE_BYTES, sealed.length);
            return SEALED + Base64.getEncoder().encodeToString(all);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot seal " + label, e);
        }
    }

    private String open(String document, String label) {
        if (!document.startsWith(SEALED)) {
            throw new UnreadableDocument("the document of " + label + " is not sealed");
        }
        try {
            byte[] all = Base64.getDecoder().decode(document.substring(SEALED.length()));
            byte[] nonce = Arrays.copyOf(all, NONCE_BYTES);
            byte[] json = cipher(Cipher.DECRYPT_MODE, nonce, label)
                    .doFinal(all, NONCE_BYTES, Math.max(0, all.length - NONCE_BYTES));
            return new String(json, UTF_8);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new UnreadableDocument("the document of " + label + " does not open: wrong key, or altered");
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String label) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(label.getBytes(UTF_8));
        return cipher;
    }
}
