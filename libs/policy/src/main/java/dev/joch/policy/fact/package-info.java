/**
 * What a rule may ask about. A fact has a name, a type, and is known at some hooks only. A rule
 * speaks only where all its facts are known: `cost.runUsd` says nothing before a run.
 */
@NullMarked
package dev.joch.policy.fact;

import org.jspecify.annotations.NullMarked;
