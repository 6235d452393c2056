# Policy ns/denials@v3, written by joch policy compile --to rego.
# input.facts has the facts by name, in the types of the vocabulary.
package joch.policy["denials"]

import rego.v1

# costs
deny contains {"rule": "costs", "reason": "budget-exceeded"} if {
	input.facts["cost.runUsd"] > 5
	input.facts["tool.sideEffect"] == "financial"
}
deny contains {"rule": "costs", "reason": "budget-exceeded"} if {
	input.facts["cost.runUsd"] > 5
	input.facts["tool.sideEffect"] == "external_write"
}

# rules[1]
deny contains {"rule": "rules[1]", "reason": "policy-denied"} if {
	input.facts["model.allowlisted"] != true
}

# rules[2]
deny contains {"rule": "rules[2]", "reason": "policy-denied"} if {
	"env" in object.keys(input.facts["agent.labels"])
	input.facts["agent.labels"]["env"] != "prod"
	is_array(input.facts["data.contains"])
	not "pii" in input.facts["data.contains"]
}

# rules[3]
deny contains {"rule": "rules[3]", "reason": "policy-denied"} if {
	is_string(input.facts["tool.name"])
	not input.facts["tool.name"] in ["a", "b"]
	input.facts["agent.labels"]["tier"] != "gold"
}
deny contains {"rule": "rules[3]", "reason": "policy-denied"} if {
	is_string(input.facts["tool.name"])
	not input.facts["tool.name"] in ["a", "b"]
	is_object(input.facts["agent.labels"])
	not "tier" in object.keys(input.facts["agent.labels"])
}

# rules[4]
deny contains {"rule": "rules[4]", "reason": "policy-denied"} if {
	input.facts["tool.name"] == "say \"x\""
	input.facts["switch.warnings"] >= 2
}

# rules[5]
# never matches

# rules[6]
deny contains {"rule": "rules[6]", "reason": "policy-denied"} if {
	"to" in object.keys(input.facts["tool.args"])
	"city" in object.keys(input.facts["tool.args"]["to"])
	input.facts["tool.args"]["to"]["city"] == "Rome"
}

decision := "deny" if {
	count(deny) > 0
} else := "ask" if {
	count(approval) > 0
} else := "modify" if {
	count(redact) > 0
} else := "allow"

approval := set()

redact := set()
