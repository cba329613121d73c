package io.priok.core;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The core, the image and the domain are pure: no container, no library of the edges, no clock, thread or random source. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LayersTest {
    private static final String[] PURE = {
        "io.priok.domain..",
        "io.priok.message..",
        "io.priok.state..",
        "io.priok.identity..",
        "io.priok.image..",
        "io.priok.core.."
    };

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.priok");

    @Test
    void dependOnNoContainerAndNoAdapter() {
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "jakarta..",
                        "org.infinispan..",
                        "org.jgroups..",
                        "org.apache.activemq..",
                        "org.apache.ratis..",
                        "com.github.dockerjava..",
                        "org.hibernate..",
                        "io.netty..",
                        "java.io..",
                        "java.net..",
                        "java.nio.channels..")
                .check(classes);
    }

    @Test
    void haveNoClockOfTheirOwn() {
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .callMethod(Instant.class, "now")
                .check(classes);
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .callMethod(LocalDateTime.class, "now")
                .check(classes);
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .callMethod(ZonedDateTime.class, "now")
                .check(classes);
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Clock.class)
                .check(classes);
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .check(classes);
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .callMethod(System.class, "nanoTime")
                .check(classes);
    }

    @Test
    void haveNoThreadAndNoRandomSourceOfTheirOwn() {
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Thread.class)
                .check(classes);
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .callMethod(UUID.class, "randomUUID")
                .check(classes);
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .callConstructorWhere(target(owner(assignableTo(Random.class))))
                .because("a source of chance is given, not made")
                .check(classes);
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ThreadLocalRandom.class)
                .check(classes);
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .callMethod(Math.class, "random")
                .check(classes);
    }

    @Test
    void domainKnowsNothingOfTheCore() {
        noClasses()
                .that()
                .resideInAnyPackage("io.priok.domain..", "io.priok.state..", "io.priok.message..", "io.priok.image..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.priok.core..")
                .check(classes);
    }
}
