package io.priok.control.spec;

import static io.priok.domain.Refusal.Kind.INVALID_ARGUMENT;

import io.priok.domain.ConfigId;
import io.priok.domain.Refusal;
import io.priok.domain.SecretId;
import io.priok.domain.spec.ContainerSpec;
import io.priok.image.Image;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** References of a container to secrets and configs: their form, and whether they are there. */
public final class ReferenceCheck {
    private ReferenceCheck() {}

    static void checkForm(ContainerSpec container) {
        Map<String, String> secretTargets = new HashMap<>();
        for (ContainerSpec.SecretReference secret : container.secrets()) {
            if (isEmpty(secret.secretId()) || isEmpty(secret.secretName())) {
                throw refuse("malformed secret reference");
            }
            claim("secret", secretTargets, secret.file(), secret.secretName());
        }
        Map<String, String> configTargets = new HashMap<>();
        for (ContainerSpec.ConfigReference config : container.configs()) {
            if (isEmpty(config.configId()) || isEmpty(config.configName())) {
                throw refuse("malformed config reference");
            }
            if (config.file() == null && config.runtime() != null) {
                continue;
            }
            claim("config", configTargets, config.file(), config.configName());
        }
    }

    /** Every reference must name an object that is there by that id and that name. */
    public static void checkExistence(Image image, ContainerSpec container) {
        List<String> secrets = new ArrayList<>();
        container
                .secrets()
                .forEach(reference -> image.secret(new SecretId(reference.secretId()))
                        .filter(secret -> secret.spec().name().equals(reference.secretName()))
                        .ifPresentOrElse(found -> {}, () -> secrets.add(reference.secretName())));
        report("secret", secrets);
        List<String> configs = new ArrayList<>();
        container
                .configs()
                .forEach(reference -> image.config(new ConfigId(reference.configId()))
                        .filter(config -> config.spec().name().equals(reference.configName()))
                        .ifPresentOrElse(found -> {}, () -> configs.add(reference.configName())));
        report("config", configs);
    }

    private static void claim(
            String what, Map<String, String> taken, ContainerSpec.@Nullable FileTarget file, String name) {
        if (file == null) {
            throw refuse("malformed " + what + " reference, no target provided");
        }
        if (file.name().isEmpty()) {
            throw refuse("malformed file " + what + " reference, invalid target file name provided");
        }
        String other = taken.putIfAbsent(file.name(), name);
        if (other != null) {
            throw refuse(what + " references '" + other + "' and '" + name + "' have a conflicting target: '"
                    + file.name() + "'");
        }
    }

    private static void report(String what, List<String> missing) {
        if (!missing.isEmpty()) {
            throw refuse(what + (missing.size() == 1 ? "" : "s") + " not found: " + String.join(", ", missing));
        }
    }

    private static boolean isEmpty(@Nullable String text) {
        return text == null || text.isEmpty();
    }

    private static Refusal refuse(String message) {
        return Refusal.control(INVALID_ARGUMENT, message);
    }
}
