package io.priok.runtime;

import io.priok.domain.NodeId;
import io.priok.identity.Seal;
import io.priok.image.Image;
import io.priok.json.Json;
import io.priok.message.ManagerSecrets;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.SecretKey;

/** What this manager can hand on to a new one, and the keys under which it does so. */
final class Secrets {
    /** Ties a sealed text to its purpose. */
    static final String PROMOTION = "manager";

    private final SecretKey stateKey;
    private final String rootKey;
    private final long incarnation;
    private final SecureRandom random;

    Secrets(SecretKey stateKey, String rootKey, long incarnation, SecureRandom random) {
        this.stateKey = stateKey;
        this.rootKey = rootKey;
        this.incarnation = incarnation;
        this.random = random;
    }

    /** A node's own key, hexadecimal. Every manager can make it again, so that none needs to keep it. */
    String nodeKey(NodeId node) {
        return HexFormat.of().formatHex(new Seal(stateKey.getEncoded()).derive("node:" + node.value()));
    }

    ManagerSecrets forManager(Image image) {
        return new ManagerSecrets(
                HexFormat.of().formatHex(stateKey.getEncoded()), rootKey, incarnation, Peers.of(image));
    }

    /** The same for one node alone, which opens it with its key. */
    String sealedFor(NodeId node, Image image) {
        Seal seal = new Seal(HexFormat.of().parseHex(nodeKey(node)));
        return seal.close(Json.write(forManager(image)), PROMOTION, random);
    }
}
