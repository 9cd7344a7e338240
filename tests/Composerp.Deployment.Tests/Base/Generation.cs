using System.Text.Json.Nodes;
using System.Xml.Linq;
using Composerp.Deployment.Tests.Rendering;
using HandlebarsDotNet;

namespace Composerp.Deployment.Tests.Base;

/// <summary>The files that Aspirate writes for a model with the templates of the AppHost: paths within the base, and their text.</summary>
internal static class Generation
{
    public const string Namespace = "composerp";

    private static readonly string _templates = Path.Combine(
        Repository.Root,
        "Composerp.AppHost",
        (string?)JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "Composerp.AppHost", "aspirate.json")))?["TemplatePath"] ?? "");

    public static SortedDictionary<string, string> Of(Model model)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);

        foreach (var resource in model.Deployed)
        {
            var workload = model[resource]["volumes"] is null ? "deployment" : "statefulset";
            var isProject = model.Projects.Contains(resource);
            var data = new TemplateData
            {
                Name = resource,
                IsProject = isProject ? true : null,
                ContainerImage = isProject ? $"{Namespace}/{resource}:{Version}" : (string?)model[resource]["image"],
                Env = new Dictionary<string, string?>(model.EnvironmentOf(resource)),
                Args = [.. model[resource]["args"]?.AsArray().Select(argument => (string?)argument ?? "") ?? []],
                Ports = [.. model.PortsOf(resource).Select(port => new TemplatePort { Name = port.Name, InternalPort = port.Internal, ExternalPort = port.External })],
                Volumes =
                [
                    .. from volume in model[resource]["volumes"]?.AsArray() ?? []
                       select new TemplateVolume { Name = (string?)volume["name"] ?? "", Target = (string?)volume["target"] ?? "" },
                ],
                Manifests = [$"{(isProject ? "deployment" : workload)}.yaml", "service.yaml"],
            };

            foreach (var template in (string[])[isProject ? "deployment" : workload, "service", "kustomization"])
            {
                files[$"{resource}/{template}.yaml"] = Render(template, data);
            }
        }

        var root = new TemplateData { Namespace = Namespace, Manifests = [.. model.Deployed, "namespace.yaml"] };
        files["kustomization.yaml"] = Render("kustomization", root);
        files["namespace.yaml"] = Render("namespace", root);

        return files;
    }

    private static string Version { get; } = XDocument.Load(Path.Combine(Repository.Root, "Directory.Build.props"))
        .Descendants("Version").Single().Value;

    private static string Render(string template, TemplateData data) =>
        Handlebars.Compile(File.ReadAllText(Path.Combine(_templates, $"{template}.hbs")))(data);
}
