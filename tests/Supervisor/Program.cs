using Composerp.Embedded.Processes;

// A parent to be killed by tests: starts the command it is given and tells the child's id, then its output.
await using var child = SupervisedProcess.Start(new ProcessSpec(args[0], args[1..]) { OnOutputLine = Console.WriteLine });
Console.WriteLine(child.Id);
return await child.Completion;
