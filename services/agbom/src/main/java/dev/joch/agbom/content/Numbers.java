package dev.joch.agbom.content;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Numbers as bills write them. */
final class Numbers {

    private Numbers() {}

    static String text(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    /** Two places: smaller movements of a score are no news. */
    static String score(double value) {
        return BigDecimal.valueOf(value).setScale(2, RoundingMode.HALF_UP).toPlainString();
    }
}
