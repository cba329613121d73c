package io.priok.broker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Set;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager2;
import org.jspecify.annotations.Nullable;

/** Lets in who has the cluster's secret, to everything, and who wants to join, to next to nothing. Compares in constant time. */
final class SharedSecret implements ActiveMQSecurityManager2 {
    private final byte[] secret;

    SharedSecret(String secret) {
        this.secret = secret.getBytes(UTF_8);
    }

    @Override
    public boolean validateUser(@Nullable String user, @Nullable String password) {
        if (user == null || password == null) {
            return false;
        }
        return switch (user) {
            case BrokerConfig.USER -> MessageDigest.isEqual(secret, password.getBytes(UTF_8));
            case JoinAccount.USER -> JoinAccount.PASSWORD.equals(password);
            default -> false;
        };
    }

    @Override
    public boolean validateUser(
            @Nullable String user, @Nullable String password, X509Certificate @Nullable [] certificates) {
        return validateUser(user, password);
    }

    @Override
    public boolean validateUserAndRole(
            @Nullable String user,
            @Nullable String password,
            Set<Role> roles,
            CheckType action,
            String address,
            RemotingConnection connection) {
        return validateUser(user, password) && (BrokerConfig.USER.equals(user) || JoinAccount.may(action, address));
    }

    /** Without an address nothing can be said of the join account. */
    @Override
    public boolean validateUserAndRole(
            @Nullable String user, @Nullable String password, Set<Role> roles, CheckType action) {
        return BrokerConfig.USER.equals(user) && validateUser(user, password);
    }
}
