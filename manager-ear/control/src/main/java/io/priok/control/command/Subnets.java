package io.priok.control.command;

import static io.priok.domain.Refusal.Kind.INVALID_ARGUMENT;

import io.priok.domain.Refusal;
import io.priok.domain.spec.NetworkSpec;
import io.priok.image.Image;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Subnets that users give: IPv4 blocks that no other network has. */
final class Subnets {
    private static final Pattern BLOCK =
            Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})/(\\d{1,2})");

    private Subnets() {}

    private record Block(long base, int prefix) {
        boolean overlaps(Block other) {
            int shorter = Math.min(prefix, other.prefix);
            long mask = shorter == 0 ? 0 : 0xffff_ffffL << (32 - shorter) & 0xffff_ffffL;
            return (base & mask) == (other.base & mask);
        }
    }

    static void check(Image image, List<NetworkSpec.IpamConfig> configs) {
        if (configs.size() > 1) {
            throw Refusal.control(Refusal.Kind.UNIMPLEMENTED, "more than one subnet on a network is not supported");
        }
        for (NetworkSpec.IpamConfig config : configs) {
            if (config.subnet().isEmpty()) {
                throw refuse("invalid IPAM configuration: a subnet must be given");
            }
            Block wanted = parse(config.subnet());
            image.networks().stream()
                    .filter(other ->
                            !other.subnet().isEmpty() && parse(other.subnet()).overlaps(wanted))
                    .findFirst()
                    .ifPresent(other -> {
                        throw refuse("requested single pool " + config.subnet() + " overlaps with that of network "
                                + other.spec().name());
                    });
        }
    }

    private static Block parse(String text) {
        Matcher matcher = BLOCK.matcher(text);
        if (!matcher.matches()) {
            throw refuse("invalid CIDR address: " + text);
        }
        long address = 0;
        for (int group = 1; group <= 4; group++) {
            int octet = Integer.parseInt(matcher.group(group));
            if (octet > 255) {
                throw refuse("invalid CIDR address: " + text);
            }
            address = address << 8 | octet;
        }
        int prefix = Integer.parseInt(matcher.group(5));
        if (prefix > 32) {
            throw refuse("invalid CIDR address: " + text);
        }
        return new Block(address, prefix);
    }

    private static Refusal refuse(String message) {
        return Refusal.control(INVALID_ARGUMENT, message);
    }
}
