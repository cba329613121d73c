package io.priok.agent;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

final class LayersTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.priok.agent");

    @Test
    void agentKnowsNoServerEngineOrDisk() {
        noClasses()
                .that()
                .resideInAPackage("io.priok.agent")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta..", "com.github.dockerjava..", "java.nio.file..", "io.priok.agent.*..")
                .check(CLASSES);
    }

    @Test
    void adaptersDoNotKnowTheEdge() {
        noClasses()
                .that()
                .resideInAnyPackage("io.priok.agent.executor", "io.priok.agent.disk")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta..", "io.priok.agent.edge")
                .check(CLASSES);
    }
}
