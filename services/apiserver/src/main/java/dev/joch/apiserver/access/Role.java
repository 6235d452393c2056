package dev.joch.apiserver.access;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A bundle of rights that a Team binds to its members in its namespaces.
 *
 * <p>{@code auditor} and {@code break-glass} are held by being given, never by being admin: who
 * runs a place is not the one who checks it.
 */
public enum Role {
    VIEWER("viewer"),
    EDITOR("editor", VIEWER),
    OPERATOR("operator", EDITOR),
    APPROVER("approver", VIEWER),
    AUDITOR("auditor", VIEWER),
    RELEASE_ADMIN("release-admin", OPERATOR),
    BREAK_GLASS("break-glass", VIEWER),
    ADMIN("admin", RELEASE_ADMIN, APPROVER),
    /** Services of Joch. No Team can give it. */
    SERVICE("service");

    private final String word;
    private final Set<Role> holds;

    Role(String word, Role... includes) {
        this.word = word;
        Set<Role> all = new HashSet<>();
        for (Role role : includes) {
            all.addAll(role.holds);
            all.add(role);
        }
        this.holds = all;
    }

    public String word() {
        return word;
    }

    /** Whether who has this role has all rights of the other. */
    public boolean includes(Role other) {
        return this == other || holds.contains(other);
    }

    /** The role of a Team member. */
    public static Optional<Role> of(String word) {
        return Arrays.stream(values())
                .filter(role -> role != SERVICE && role.word.equals(word))
                .findFirst();
    }
}
