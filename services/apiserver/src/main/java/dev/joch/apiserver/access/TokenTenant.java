package dev.joch.apiserver.access;

import java.util.regex.Pattern;

/** What a tenant may be called. Above all not {@code *}, which is all of them to services. */
final class TokenTenant {

    private static final Pattern FORM = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    private TokenTenant() {}

    static boolean valid(String tenant) {
        return FORM.matcher(tenant).matches();
    }
}
