package dev.joch.server;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;

import java.util.regex.Pattern;

/**
 * What somebody has written and what ships, read once. The contract is made from its files: its
 * classes are known by their names only, and reading the five thousand takes a minute.
 */
public final class JochClasses {

    private static final Pattern CONTRACT = Pattern.compile(".*/dev/joch/.*/v1(alpha1)?/[^/]*");
    private static final JavaClasses ALL = read();

    private JochClasses() {}

    public static JavaClasses all() {
        return ALL;
    }

    private static JavaClasses read() {
        ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .withImportOption(JochClasses::isWritten)
                .importPackages("dev.joch");
    }

    private static boolean isWritten(Location location) {
        return !location.contains("testkit") && !location.matches(CONTRACT);
    }
}
