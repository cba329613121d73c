package io.priok.agent;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.priok.domain.spec.ContainerSpec.Privileges;
import io.priok.domain.spec.ContainerSpec.SeLinuxContext;
import io.priok.domain.spec.ContainerSpec.Seccomp;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The security options of a container request. */
final class SecurityPlan {
    private SecurityPlan() {}

    static List<String> options(@Nullable Privileges privileges) throws Unfit {
        List<String> options = new ArrayList<>();
        if (privileges == null) {
            return options;
        }
        if (privileges.credentialSpec() != null) {
            throw new Unfit("credential specs are for Windows containers only");
        }
        if (privileges.noNewPrivileges()) {
            options.add("no-new-privileges=true");
        }
        seLinux(privileges.seLinuxContext(), options);
        Seccomp seccomp = privileges.seccomp();
        if (seccomp != null) {
            switch (seccomp.mode().toLowerCase(Locale.ROOT)) {
                case "unconfined" -> options.add("seccomp=unconfined");
                case "custom" -> options.add("seccomp=" + profile(seccomp));
                default -> {}
            }
        }
        if (privileges.appArmor() != null
                && privileges.appArmor().mode().toLowerCase(Locale.ROOT).equals("disabled")) {
            options.add("apparmor=unconfined");
        }
        return options;
    }

    private static String profile(Seccomp seccomp) throws Unfit {
        try {
            return new String(Base64.getDecoder().decode(seccomp.profile()), UTF_8);
        } catch (IllegalArgumentException e) {
            throw new Unfit("seccomp profile is not base64");
        }
    }

    private static void seLinux(@Nullable SeLinuxContext context, List<String> options) {
        if (context == null) {
            return;
        }
        if (context.disable()) {
            options.add("label=disable");
        }
        label(options, "user", context.user());
        label(options, "role", context.role());
        label(options, "type", context.type());
        label(options, "level", context.level());
    }

    private static void label(List<String> options, String name, String value) {
        if (!value.isEmpty()) {
            options.add("label=" + name + ":" + value);
        }
    }
}
