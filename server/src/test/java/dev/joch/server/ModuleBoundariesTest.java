package dev.joch.server;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

/** Who may know whom. Services meet in the contract only. */
class ModuleBoundariesTest {

    private static final List<String> SERVICES =
            List.of(
                    "dev.joch.resourcestore",
                    "dev.joch.admission",
                    "dev.joch.apiserver",
                    "dev.joch.compiler",
                    "dev.joch.policyengine",
                    "dev.joch.agbom",
                    "dev.joch.scheduler",
                    "dev.joch.worker",
                    "dev.joch.trace",
                    "dev.joch.controllermanager");

    private static final List<String> LIBRARIES =
            List.of(
                    "dev.joch.service",
                    "dev.joch.resource.kind",
                    "dev.joch.resource.text",
                    "dev.joch.catalogue",
                    "dev.joch.events",
                    "dev.joch.policy",
                    "dev.joch.runtime");

    private static final JavaClasses JOCH = JochClasses.all();

    @TestFactory
    Stream<DynamicTest> aServiceKnowsNoOtherService() {
        return SERVICES.stream()
                .flatMap(service ->
                        SERVICES.stream()
                                .filter(other -> !other.equals(service))
                                .map(other -> knowsNot(service, other)));
    }

    private static DynamicTest knowsNot(String service, String other) {
        return DynamicTest.dynamicTest(
                service + " knows nothing of " + other,
                () ->
                        noClasses()
                                .that(written(service))
                                .should()
                                .dependOnClassesThat(written(other))
                                .check(JOCH));
    }

    /** Hand-written code; the contract's classes are in {@code ..v1..}. */
    private static DescribedPredicate<JavaClass> written(String root) {
        return resideInAPackage(root + "..").and(not(resideInAPackage(root + ".v1..")));
    }

    @Test
    void librariesKnowNoService() {
        for (String library : LIBRARIES) {
            for (String service : SERVICES) {
                noClasses()
                        .that()
                        .resideInAPackage(library + "..")
                        .should()
                        .dependOnClassesThat(written(service))
                        .allowEmptyShould(true)
                        .check(JOCH);
            }
        }
    }

    @Test
    void noServiceKnowsTheServer() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.joch.server..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.joch.server..")
                .check(JOCH);
    }

    /**
     * Others may hand a transaction on, as handlers of events do, or report that the database is
     * away; what is said in it is written in stores.
     */
    @Test
    void onlyStoresSpeakSql() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        SERVICES.stream().map(root -> root + "..").toArray(String[]::new))
                .and()
                .resideOutsideOfPackage("..store..")
                .and()
                .haveNameNotMatching(".*(Store|Sql|Rows|Locks|Notices)(\\$.*)?")
                .should()
                .dependOnClassesThat(
                        resideInAPackage("java.sql..")
                                .and(not(type(Connection.class)))
                                .and(not(type(SQLException.class))))
                .check(JOCH);
    }

    @Test
    void rulesKnowNoNetwork() {
        noClasses()
                .that()
                .resideInAnyPackage("..rules..")
                .or()
                .haveSimpleNameEndingWith("Rules")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.grpc.stub..",
                        "io.netty..",
                        "java.net.http..",
                        "java.sql..",
                        "java.io..")
                .check(JOCH);
    }

    @Test
    void thereIsOneJsonLibrary() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "tools.jackson..", "com.google.gson..", "org.json..", "jakarta.json..")
                .check(JOCH);
    }

    @Test
    void wiringIsDoneByModules() {
        classes()
                .that()
                .areAnnotatedWith("io.micronaut.context.annotation.Factory")
                .should()
                .haveSimpleNameEndingWith("Module")
                .check(JOCH);
    }

    @Test
    void handWrittenCodeUsesNoFieldInjection() {
        noClasses()
                .that()
                .resideOutsideOfPackages("..v1..", "..v1alpha1..")
                .and()
                .haveSimpleNameNotContaining("$Definition")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("jakarta.inject.Inject")
                .check(JOCH);
    }
}
