package io.priok.broker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.Set;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager;
import org.jspecify.annotations.Nullable;

/** Lets in who has the cluster's secret, to everything. Compares in constant time. */
final class SharedSecret implements ActiveMQSecurityManager {
    private final byte[] secret;

    SharedSecret(String secret) {
        this.secret = secret.getBytes(UTF_8);
    }

    @Override
    public boolean validateUser(@Nullable String user, @Nullable String password) {
        return BrokerConfig.USER.equals(user)
                && password != null
                && MessageDigest.isEqual(secret, password.getBytes(UTF_8));
    }

    @Override
    public boolean validateUserAndRole(
            @Nullable String user, @Nullable String password, Set<Role> roles, CheckType checkType) {
        return validateUser(user, password);
    }
}
