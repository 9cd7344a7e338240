using Composerp.Embedded.Postgres;
using Composerp.Embedded.Processes;

// A parent to be killed by tests. It starts the command it is given and tells the child's id, then its output; or, for
// "postgres DATA_DIRECTORY PASSWORD", a server on data that are kept, and tells its process id and port.
if (args is ["postgres", var dataDirectory, var password])
{
    await using var server = await PostgresServer.StartAsync(
        new PostgresServerOptions { DataDirectory = dataDirectory, Password = password }, CancellationToken.None);
    Console.WriteLine($"{server.ProcessId} {server.Port}");
    return await server.Completion;
}

await using var child = SupervisedProcess.Start(new ProcessSpec(args[0], args[1..]) { OnOutputLine = Console.WriteLine });
Console.WriteLine(child.Id);
return await child.Completion;
