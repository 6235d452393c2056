package dev.joch.policy.rule;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelUnknownSet;
import dev.cel.runtime.Program;
import dev.joch.policy.fact.Facts;

import java.util.Optional;

/**
 * A part of an expression that CEL evaluates.
 *
 * @param line where it is in its expression, from 1
 * @param column from 1
 */
record CelProgram(Program program, String text, int line, int column) {

    Truth test(FactValues facts) {
        boolean[] error = new boolean[1];
        try {
            Object result =
                    program.eval(name -> {
                        Object value =
                                Facts.named(name).map(facts::value).orElse(FactValues.MISSING);
                        if (value == FactValues.ERROR) {
                            error[0] = true;
                            return Optional.empty();
                        }
                        return value == FactValues.MISSING ? Optional.empty() : Optional.of(value);
                    });
            if (result instanceof CelUnknownSet) {
                return error[0] ? Truth.ERROR : Truth.MISSING;
            }
            return result instanceof Boolean is ? Truth.of(is) : Truth.ERROR;
        } catch (CelEvaluationException | RuntimeException e) {
            // whatever it is, it must not let anything pass
            return Truth.ERROR;
        }
    }
}
