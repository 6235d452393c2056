package dev.joch.cli;

import dev.joch.cli.agbom.AgBomCommand;
import dev.joch.cli.agbom.AgBomLsCommand;
import dev.joch.cli.agbom.AgBomRefreshCommand;
import dev.joch.cli.command.Command;
import dev.joch.cli.execution.AdaptersVerifyCommand;
import dev.joch.cli.execution.ExecutionsCancelCommand;
import dev.joch.cli.execution.ExecutionsGetCommand;
import dev.joch.cli.execution.ExecutionsLsCommand;
import dev.joch.cli.execution.RunCommand;
import dev.joch.cli.local.BugReportCommand;
import dev.joch.cli.local.DoctorCommand;
import dev.joch.cli.local.DownCommand;
import dev.joch.cli.local.QuickstartCommand;
import dev.joch.cli.local.StatusCommand;
import dev.joch.cli.local.UpCommand;
import dev.joch.cli.manifest.ApplyCommand;
import dev.joch.cli.manifest.CompileCommand;
import dev.joch.cli.manifest.DiffCommand;
import dev.joch.cli.manifest.EditCommand;
import dev.joch.cli.manifest.ExplainCommand;
import dev.joch.cli.manifest.PolicyCompileCommand;
import dev.joch.cli.manifest.RollbackCommand;
import dev.joch.cli.manifest.ValidateCommand;
import dev.joch.cli.policy.BreakGlassCommand;
import dev.joch.cli.policy.DenialsLsCommand;
import dev.joch.cli.policy.PolicyDisableCommand;
import dev.joch.cli.policy.PolicyDisabledCommand;
import dev.joch.cli.policy.PolicyEnableCommand;
import dev.joch.cli.policy.PolicyLsCommand;
import dev.joch.cli.policy.PolicyPreviewCommand;
import dev.joch.cli.resource.AnnotateCommand;
import dev.joch.cli.resource.ApiResourcesCommand;
import dev.joch.cli.resource.DeleteCommand;
import dev.joch.cli.resource.DescribeCommand;
import dev.joch.cli.resource.EventsCommand;
import dev.joch.cli.resource.GetCommand;
import dev.joch.cli.resource.HistoryCommand;
import dev.joch.cli.resource.LabelCommand;
import dev.joch.cli.resource.PatchCommand;
import dev.joch.cli.resource.WaitCommand;
import dev.joch.cli.server.AuditLsCommand;
import dev.joch.cli.server.AuditVerifyCommand;
import dev.joch.cli.server.VersionCommand;
import dev.joch.cli.server.WhoAmICommand;
import dev.joch.cli.setup.ContextCommands;
import dev.joch.cli.setup.ContextSetCommand;
import dev.joch.cli.setup.NamespaceCommand;
import dev.joch.cli.shell.CompleteCommand;
import dev.joch.cli.shell.CompletionCommand;
import dev.joch.cli.shell.HelpCommand;
import dev.joch.cli.trace.ExecutionsEventsCommand;
import dev.joch.cli.trace.LogsCommand;
import dev.joch.cli.trace.TopAgentsCommand;
import dev.joch.cli.trace.TraceCommand;
import dev.joch.cli.trace.TraceLsCommand;

import java.util.List;

/** All commands by name. Their classes are loaded one at a time, when they are called. */
public final class Catalogue {

    /** Where the overview shows a command. */
    public enum Group {
        START("Start here"),
        MANIFESTS("Manifests"),
        RESOURCES("Resources"),
        RUNS("Runs"),
        GOVERNANCE("Policy and bills of materials"),
        SERVER("Server"),
        SETTINGS("Settings and help");

        private final String title;

        Group(String title) {
            this.title = title;
        }

        public String title() {
            return title;
        }
    }

    /** A command as the overview knows it. */
    public record Entry(Group group, String name, String summary) {

        /** Commands for scripts of our own, which nobody types. */
        public boolean hidden() {
            return name.startsWith("__");
        }

        /** The first of several words, or the only one. */
        public String noun() {
            int space = name.indexOf(' ');
            return space < 0 ? name : name.substring(0, space);
        }
    }

    private static final List<Entry> ENTRIES =
            List.of(
                    new Entry(
                            Group.START,
                            "quickstart",
                            "Start a server with an example in it, and show around"),
                    new Entry(Group.START, "up", "Start a local server in the background"),
                    new Entry(Group.START, "down", "Stop the local server"),
                    new Entry(Group.START, "status", "Show which server is in use and how it is"),
                    new Entry(
                            Group.START,
                            "doctor",
                            "Check everything that has to be right, and say how to mend it"),
                    new Entry(
                            Group.MANIFESTS, "apply", "Create or update resources from manifests"),
                    new Entry(Group.MANIFESTS, "create", "The same as apply"),
                    new Entry(
                            Group.MANIFESTS,
                            "validate",
                            "Check manifests, without a server if need be"),
                    new Entry(
                            Group.MANIFESTS, "diff", "Compare manifests with what the server has"),
                    new Entry(
                            Group.MANIFESTS,
                            "compile",
                            "Compile agents from manifests, without a server"),
                    new Entry(
                            Group.MANIFESTS,
                            "policy compile",
                            "Translate policies to Rego or Cedar, without a server"),
                    new Entry(Group.MANIFESTS, "explain", "Show the fields of a kind"),
                    new Entry(Group.RESOURCES, "get", "Show resources"),
                    new Entry(
                            Group.RESOURCES,
                            "describe",
                            "Show all there is to know about a resource"),
                    new Entry(Group.RESOURCES, "edit", "Change a resource in an editor"),
                    new Entry(Group.RESOURCES, "patch", "Change some fields of a resource"),
                    new Entry(Group.RESOURCES, "label", "Set or remove labels"),
                    new Entry(Group.RESOURCES, "annotate", "Set or remove annotations"),
                    new Entry(Group.RESOURCES, "delete", "Delete resources"),
                    new Entry(Group.RESOURCES, "wait", "Wait until a resource is as it should be"),
                    new Entry(Group.RESOURCES, "events", "Show what changed"),
                    new Entry(Group.RESOURCES, "history", "Show earlier versions of a resource"),
                    new Entry(
                            Group.RESOURCES, "rollback", "Return a resource to an earlier version"),
                    new Entry(Group.RESOURCES, "api-resources", "List the kinds"),
                    new Entry(Group.RUNS, "run", "Run an agent and show what it returns"),
                    new Entry(Group.RUNS, "executions ls", "List runs"),
                    new Entry(Group.RUNS, "executions get", "Show one run, and what it waits for"),
                    new Entry(Group.RUNS, "executions events", "Show what happened to a run"),
                    new Entry(Group.RUNS, "executions cancel", "End a run"),
                    new Entry(
                            Group.RUNS,
                            "adapters verify",
                            "Check that an adapter keeps its contract"),
                    new Entry(Group.RUNS, "logs", "Show what the program of a run writes"),
                    new Entry(Group.RUNS, "trace", "Show what happened in a run, step by step"),
                    new Entry(Group.RUNS, "trace ls", "List traces, the newest first"),
                    new Entry(Group.RUNS, "top agents", "Show what agents do and cost"),
                    new Entry(
                            Group.GOVERNANCE,
                            "policy ls",
                            "List policies and how often they decided"),
                    new Entry(
                            Group.GOVERNANCE,
                            "policy preview",
                            "Show what drafts of policies would have decided"),
                    new Entry(
                            Group.GOVERNANCE,
                            "policy disable",
                            "Take one rule out of force for a while"),
                    new Entry(
                            Group.GOVERNANCE,
                            "policy enable",
                            "Put a rule back into force before its time is over"),
                    new Entry(
                            Group.GOVERNANCE,
                            "policy disabled",
                            "List rules that are out of force now"),
                    new Entry(Group.GOVERNANCE, "denials ls", "Show what policy denied"),
                    new Entry(
                            Group.GOVERNANCE,
                            "break-glass",
                            "Let one call of an agent pass in spite of policy"),
                    new Entry(Group.GOVERNANCE, "agbom", "Print the bill of materials of an agent"),
                    new Entry(
                            Group.GOVERNANCE,
                            "agbom ls",
                            "List the bills of materials of all agents"),
                    new Entry(
                            Group.GOVERNANCE,
                            "agbom refresh",
                            "Have the bill of materials of an agent written anew"),
                    new Entry(
                            Group.SERVER,
                            "version",
                            "Show the versions of command line and server"),
                    new Entry(Group.SERVER, "whoami", "Show who the server takes you for"),
                    new Entry(Group.SERVER, "audit ls", "Show who did what"),
                    new Entry(
                            Group.SERVER,
                            "audit verify",
                            "Check that the audit log is complete and unchanged"),
                    new Entry(Group.SETTINGS, "context ls", "List the servers that are configured"),
                    new Entry(
                            Group.SETTINGS, "context use", "Work with another server from now on"),
                    new Entry(
                            Group.SETTINGS,
                            "context current",
                            "Show the name of the context in use"),
                    new Entry(Group.SETTINGS, "context set", "Add or change a context"),
                    new Entry(Group.SETTINGS, "context delete", "Remove a context"),
                    new Entry(Group.SETTINGS, "namespace", "Show or set the namespace to work in"),
                    new Entry(
                            Group.SETTINGS, "completion", "Print a completion script for a shell"),
                    new Entry(
                            Group.SETTINGS,
                            "bug-report",
                            "Collect what is needed to find a fault, without secrets"),
                    new Entry(Group.SETTINGS, "help", "Show help on a command"),
                    new Entry(Group.SETTINGS, "__complete", "Answers completion scripts"),
                    new Entry(
                            Group.SETTINGS, "__train", "Runs the usual commands, for a recording"));

    private Catalogue() {}

    public static List<Entry> entries() {
        return ENTRIES;
    }

    /** The entries below a noun; one for most. */
    public static List<Entry> below(String noun) {
        return ENTRIES.stream().filter(entry -> entry.noun().equals(noun)).toList();
    }

    /** Loads a command by the name of its entry. */
    public static Command load(String name) {
        return switch (name) {
            case "quickstart" -> new QuickstartCommand();
            case "up" -> new UpCommand();
            case "down" -> new DownCommand();
            case "status" -> new StatusCommand();
            case "doctor" -> new DoctorCommand();
            case "apply", "create" -> new ApplyCommand(name);
            case "validate" -> new ValidateCommand();
            case "diff" -> new DiffCommand();
            case "compile" -> new CompileCommand();
            case "policy compile" -> new PolicyCompileCommand();
            case "explain" -> new ExplainCommand();
            case "get" -> new GetCommand();
            case "describe" -> new DescribeCommand();
            case "edit" -> new EditCommand();
            case "patch" -> new PatchCommand();
            case "label" -> new LabelCommand();
            case "annotate" -> new AnnotateCommand();
            case "delete" -> new DeleteCommand();
            case "wait" -> new WaitCommand();
            case "events" -> new EventsCommand();
            case "history" -> new HistoryCommand();
            case "rollback" -> new RollbackCommand();
            case "api-resources" -> new ApiResourcesCommand();
            case "run" -> new RunCommand();
            case "executions ls" -> new ExecutionsLsCommand();
            case "executions get" -> new ExecutionsGetCommand();
            case "executions events" -> new ExecutionsEventsCommand();
            case "executions cancel" -> new ExecutionsCancelCommand();
            case "adapters verify" -> new AdaptersVerifyCommand();
            case "logs" -> new LogsCommand();
            case "trace" -> new TraceCommand();
            case "trace ls" -> new TraceLsCommand();
            case "top agents" -> new TopAgentsCommand();
            case "policy ls" -> new PolicyLsCommand();
            case "policy preview" -> new PolicyPreviewCommand();
            case "policy disable" -> new PolicyDisableCommand();
            case "policy enable" -> new PolicyEnableCommand();
            case "policy disabled" -> new PolicyDisabledCommand();
            case "denials ls" -> new DenialsLsCommand();
            case "break-glass" -> new BreakGlassCommand();
            case "agbom" -> new AgBomCommand();
            case "agbom ls" -> new AgBomLsCommand();
            case "agbom refresh" -> new AgBomRefreshCommand();
            case "version" -> new VersionCommand();
            case "whoami" -> new WhoAmICommand();
            case "audit ls" -> new AuditLsCommand();
            case "audit verify" -> new AuditVerifyCommand();
            case "context ls" -> new ContextCommands.Ls();
            case "context use" -> new ContextCommands.Use();
            case "context current" -> new ContextCommands.Current();
            case "context set" -> new ContextSetCommand();
            case "context delete" -> new ContextCommands.Delete();
            case "namespace" -> new NamespaceCommand();
            case "completion" -> new CompletionCommand();
            case "bug-report" -> new BugReportCommand();
            case "help" -> new HelpCommand();
            case "__complete" -> new CompleteCommand();
            case "__train" -> new TrainCommand();
            default -> throw new IllegalArgumentException(name);
        };
    }
}
