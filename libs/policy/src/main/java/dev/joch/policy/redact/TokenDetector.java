package dev.joch.policy.redact;

import java.util.ArrayList;
import java.util.List;

/** Tokens of programs, by the prefix that their makers gave them, JWTs and bearer tokens. */
final class TokenDetector implements Detector {

    /**
     * @param least characters behind the prefix
     */
    private record Prefix(String start, int least) {}

    private static final List<Prefix> PREFIXES =
            List.of(
                    new Prefix("sk-", 16),
                    new Prefix("sk_live_", 16),
                    new Prefix("sk_test_", 16),
                    new Prefix("rk_live_", 16),
                    new Prefix("pk_live_", 16),
                    new Prefix("whsec_", 16),
                    new Prefix("ghp_", 20),
                    new Prefix("gho_", 20),
                    new Prefix("ghu_", 20),
                    new Prefix("ghs_", 20),
                    new Prefix("ghr_", 20),
                    new Prefix("github_pat_", 20),
                    new Prefix("glpat-", 16),
                    new Prefix("xoxb-", 16),
                    new Prefix("xoxp-", 16),
                    new Prefix("xoxa-", 16),
                    new Prefix("xapp-", 16),
                    new Prefix("AKIA", 16),
                    new Prefix("ASIA", 16),
                    new Prefix("AIza", 30),
                    new Prefix("hf_", 24),
                    new Prefix("npm_", 30),
                    new Prefix("pypi-", 40),
                    new Prefix("SG.", 40),
                    new Prefix("dop_v1_", 40));

    /** Nearly all words are shorter than the shortest of them. */
    private static final int SHORTEST =
            PREFIXES.stream()
                    .mapToInt(prefix -> prefix.start.length() + prefix.least)
                    .min()
                    .orElse(0);

    private static final int JWT = 30;
    private static final String SCHEME = "bearer";
    private static final int BEARER = 20;

    @Override
    public String word() {
        return "apiTokens";
    }

    @Override
    public String group() {
        return "secrets";
    }

    @Override
    public List<Span> find(Passage passage) {
        List<Span> found = new ArrayList<>();
        String text = passage.text();
        int i = 0;
        boolean bearer = false;
        while (i < text.length()) {
            if (!part(text.charAt(i))) {
                i++;
                continue;
            }
            int end = i;
            while (end < text.length() && part(text.charAt(end))) {
                end++;
            }
            int last = end;
            while (last > i && ".-".indexOf(text.charAt(last - 1)) >= 0) {
                last--;
            }
            int length = last - i;
            if ((bearer && length >= BEARER)
                    || (length >= SHORTEST && token(text.substring(i, last)))) {
                // base64 goes on with what no word has
                while (last < text.length() && "=/+~".indexOf(text.charAt(last)) >= 0) {
                    last++;
                }
                found.add(new Span(i, last));
                end = Math.max(end, last);
            }
            bearer = length == SCHEME.length() && text.regionMatches(true, i, SCHEME, 0, length);
            i = end;
        }
        return found;
    }

    private static boolean part(char c) {
        return Characters.alphanumeric(c) || c == '_' || c == '-' || c == '.';
    }

    private static boolean token(String word) {
        for (Prefix prefix : PREFIXES) {
            if (word.startsWith(prefix.start)) {
                String rest = word.substring(prefix.start.length());
                // words with hyphens begin so, too
                boolean plain = rest.indexOf('-') < 0 && rest.indexOf('_') < 0;
                return rest.length() >= prefix.least && (plain || digits(rest) > 0);
            }
        }
        return jwt(word);
    }

    private static boolean jwt(String word) {
        return word.length() > JWT
                && word.startsWith("eyJ")
                && word.chars().filter(c -> c == '.').count() == 2;
    }

    private static long digits(String word) {
        return word.chars().filter(c -> Characters.digit((char) c)).count();
    }
}
