package dev.joch.apiserver.audit;

/** Text that any store keeps unchanged, so that a hash computed today can be computed again. */
final class AuditText {

    private static final char REPLACEMENT = '\uFFFD';

    private AuditText() {}

    /** Without control characters and half surrogates, cut to a length. */
    static String clean(String text, int mostCharacters) {
        String cut = text.length() > mostCharacters ? text.substring(0, mostCharacters) : text;
        if (cut.chars().allMatch(c -> c >= 0x20 && c < 0x7f)) {
            return cut;
        }
        StringBuilder clean = new StringBuilder(cut.length());
        for (int i = 0; i < cut.length(); i++) {
            char c = cut.charAt(i);
            boolean pair =
                    Character.isHighSurrogate(c)
                            && i + 1 < cut.length()
                            && Character.isLowSurrogate(cut.charAt(i + 1));
            if (pair) {
                clean.append(c).append(cut.charAt(++i));
            } else if (Character.isSurrogate(c) || Character.isISOControl(c)) {
                clean.append(REPLACEMENT);
            } else {
                clean.append(c);
            }
        }
        return clean.toString();
    }
}
