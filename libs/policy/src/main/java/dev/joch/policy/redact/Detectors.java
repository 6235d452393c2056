package dev.joch.policy.redact;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Detectors by their words. */
public final class Detectors {

    private static final Map<String, Detector> STANDARD = standard();

    private Detectors() {}

    public static Set<String> words() {
        return STANDARD.keySet();
    }

    /** Words that stand for several detectors: {@code pii} and {@code secrets}. */
    public static Set<String> groups() {
        Set<String> groups = new TreeSet<>();
        STANDARD.values().forEach(detector -> groups.add(detector.group()));
        return groups;
    }

    public static Optional<Detector> named(String word) {
        return Optional.ofNullable(STANDARD.get(word));
    }

    /** Those of the words; all of them without words. */
    static List<Detector> named(List<String> words) {
        return STANDARD.values().stream()
                .filter(detector -> words.isEmpty() || words.contains(detector.word()))
                .toList();
    }

    public static Collection<Detector> all() {
        return STANDARD.values();
    }

    private static Map<String, Detector> standard() {
        Map<String, Detector> detectors = new LinkedHashMap<>();
        // keys and tokens first: what overlaps is named by what says most
        for (Detector detector :
                List.of(
                        new KeyDetector(),
                        new TokenDetector(),
                        new PasswordDetector(),
                        new EmailDetector(),
                        new IbanDetector(),
                        new CardDetector(),
                        new NationalIdDetector(),
                        new PhoneDetector(),
                        new AddressDetector())) {
            detectors.put(detector.word(), detector);
        }
        return detectors;
    }
}
