package io.priok.e2e;

import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;

/** Runs a class once with each docker command of this machine, or with those whose path holds {@code priok.e2e.cli}. */
public final class InstalledClis implements ArgumentsProvider {
    @Override
    public Stream<Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context) {
        String wanted = System.getProperty("priok.e2e.cli", "");
        return Cli.installed().stream()
                .filter(cli -> cli.binary().toString().contains(wanted))
                .map(Arguments::of);
    }
}
