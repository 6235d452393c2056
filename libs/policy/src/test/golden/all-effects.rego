# Policy ns/all-effects@v3, written by joch policy compile --to rego.
# input.facts has the facts by name, in the types of the vocabulary.
package joch.policy["all-effects"]

import rego.v1

# rules[0]
approval contains {"rule": "rules[0]", "reason": "approval-required", "approvers": ["team:leads"]} if {
	input.facts["tool.sideEffect"] == "external_write"
}

# rules[1]
redact contains {"rule": "rules[1]", "reason": "redacted", "detectors": ["emails", "ssn"]} if {
	"pii" in input.facts["data.contains"]
}

# rules[2]
deny contains {"rule": "rules[2]", "reason": "large"} if {
	"amount" in object.keys(input.facts["tool.args"])
	is_number(input.facts["tool.args"]["amount"])
	input.facts["tool.args"]["amount"] > 100
}
deny contains {"rule": "rules[2]", "reason": "large"} if {
	"amount" in object.keys(input.facts["tool.args"])
	not is_number(input.facts["tool.args"]["amount"])
}

# never-in-lab
deny contains {"rule": "never-in-lab", "reason": "policy-denied"} if {
	input.facts["environment"] == "lab"
}

decision := "deny" if {
	count(deny) > 0
} else := "ask" if {
	count(approval) > 0
} else := "modify" if {
	count(redact) > 0
} else := "allow"
