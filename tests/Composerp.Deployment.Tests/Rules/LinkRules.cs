using Composerp.Deployment.Tests.Rendering;

namespace Composerp.Deployment.Tests.Rules;

/// <summary>Names lead to what they mean, and requests to who answers them.</summary>
internal static class LinkRules
{
    private static readonly string[] _labels =
        ["app.kubernetes.io/name", "app.kubernetes.io/instance", "app.kubernetes.io/component", "app.kubernetes.io/part-of", "app.kubernetes.io/managed-by"];

    private static readonly string[] _clusterWide = ["Namespace", "PriorityClass"];

    // Strimzi's and the operators' are held by the schemas: only what an API server of today serves has one.
    private static readonly string[] _versions =
    [
        "v1", "apps/v1", "autoscaling/v2", "policy/v1", "networking.k8s.io/v1", "scheduling.k8s.io/v1", "gateway.networking.k8s.io/v1",
        "cert-manager.io/v1", "external-secrets.io/v1", "keda.sh/v1alpha1", "kafka.strimzi.io/v1", "platform.confluent.io/v1beta1",
        "postgresql.cnpg.io/v1", "barmancloud.cnpg.io/v1", "postgres-operator.crunchydata.com/v1", "acid.zalan.do/v1",
    ];

    public static IReadOnlyList<Rule> All { get; } =
    [
        new(
            "Deployments from losing their pods: the selector is in the template",
            objects => objects.Workloads.Where(pod => !pod.At("spec.selector").Selects(pod.Map("spec.template.metadata.labels"))).Titles,
            objects => objects.Service()["spec"]!["template"]!["metadata"]!["labels"]!["app"] = "ledger"),
        new(
            "Callers from Services that lead nowhere",
            objects => from service in objects.Of("Service")
                       let pods = objects.Workloads.Where(pod => service.At("spec.selector").Selects(pod.Map("spec.template.metadata.labels"))).ToArray()
                       from port in service.List("spec.ports")
                       where pods.Length != 1 || pods[0].Containers.SelectMany(container => container.List("ports"))
                           .All(declared => declared.Text("name") != port.Text("targetPort"))
                       select $"{service.Title}: {port.Text("port")}",
            objects => objects.Get("Service", "inventory-ledger")["spec"]!["ports"]![0]!["targetPort"] = "web"),
        new(
            "Callers: a service is found at port 80, and at the port that the model writes into settings",
            objects => objects.Services.Where(pod =>
                !objects.Get("Service", pod.Name).List("spec.ports").Select(port => port.Number("port")).Order().SequenceEqual([80L, 3000L])).Titles,
            objects => objects.Get("Service", "inventory-ledger")["spec"]!["ports"]![0]!["port"] = 8080),
        new(
            "The cluster's nodes from being open: Services are for inside",
            objects => objects.Of("Service").Where(service => service.Text("spec.type") is not (null or "ClusterIP")).Titles,
            objects => objects.Get("Service", "inventory-ledger")["spec"]!["type"] = "NodePort"),
        new(
            "Names of pods of a StatefulSet: its Service has no address of its own",
            objects => objects.Of("StatefulSet").Where(set =>
                objects.Find("Service", set.Text("spec.serviceName")) is not { } service || service.Text("spec.clusterIP") != "None").Titles,
            objects => objects.All.Add(Yaml.Read("kind: StatefulSet\nmetadata: {name: cache}\nspec: {serviceName: cache, template: {spec: {}}}").Single())),
        new(
            "Requests from outside from ending nowhere",
            objects => from entry in objects.Of("Ingress").SelectMany(ingress => ingress.List("spec.rules"))
                           .SelectMany(rule => rule.List("http.paths")).Select(path => (Name: path.Text("backend.service.name"), Port: path.Text("backend.service.port.name")))
                           .Concat(objects.Of("HTTPRoute").SelectMany(route => route.List("spec.rules")).SelectMany(rule => rule.List("backendRefs"))
                               .Select(backend => (Name: backend.Text("name"), Port: backend.Text("port"))))
                       where objects.Find("Service", entry.Name)?.List("spec.ports").Any(port => port.Text("name") == entry.Port || port.Text("port") == entry.Port) != true
                       select $"{entry.Name}:{entry.Port}",
            objects => objects.Get("HTTPRoute", "forecasting")["spec"]!["rules"]![0]!["backendRefs"]![0]!["port"] = 8080),
        new(
            // Envoy's own limit is 15 seconds.
            "Streamed imports and exports from being cut by the gateway",
            objects => objects.Of("HTTPRoute").Where(route => route.List("spec.rules").Any(rule =>
                rule.List("backendRefs").Any() && rule.Text("timeouts.request") != "600s")).Titles,
            objects => objects.Get("HTTPRoute", "forecasting")["spec"]!["rules"]![0]!.AsObject().Remove("timeouts")),
        new(
            "What people send from being read on the way: every host has TLS",
            objects => objects.Of("Ingress").Where(ingress =>
                    ingress.List("spec.rules").Any(rule => !ingress.List("spec.tls").SelectMany(tls => tls.List("hosts")).Any(host => host.ToString() == rule.Text("host")))).Titles
                .Concat(objects.Of("Gateway").Where(gateway => gateway.List("spec.listeners").Any(listener =>
                    listener.Text("protocol") == "HTTPS" && listener.List("tls.certificateRefs").Any() is false)).Titles)
                .Concat(objects.Of("HTTPRoute").Where(route =>
                    route.List("spec.parentRefs").Any(parent => parent.Text("sectionName") == "http")
                    && route.List("spec.rules").Any(rule => rule.List("backendRefs").Any())).Titles),
            objects => objects.Get("Ingress", "composerp")["spec"]!.AsObject().Remove("tls")),
        new(
            "What people send from a controller that nobody mends any more",
            objects => objects.Of("Ingress").Where(ingress => ingress.Text("spec.ingressClassName") is null or "nginx").Titles,
            objects => objects.Get("Ingress", "composerp")["spec"]!["ingressClassName"] = "nginx"),
        new(
            "Applying in an old or new cluster: versions that API servers serve",
            objects => objects.All.Where(item => !_versions.Contains(item.Text("apiVersion"))).Titles,
            objects => objects.Get("PodDisruptionBudget", "inventory-ledger")["apiVersion"] = "policy/v1beta1"),
        new(
            "Finding what belongs together: the recommended labels, with the instance named like the object",
            objects => objects.Workloads.Where(pod =>
                _labels.Any(label => pod.Labels.All(own => own.Key != label))
                || pod.Labels.Single(own => own.Key == "app.kubernetes.io/instance").Value?.ToString() != pod.Name).Titles,
            objects => objects.Service()["metadata"]!["labels"]!["app.kubernetes.io/instance"] = "composerp"),
        new(
            "Other applications of the cluster: everything is in the namespace",
            objects => objects.All.Where(item => !_clusterWide.Contains(item.Kind) && item.Text("metadata.namespace") != "composerp").Titles,
            objects => objects.Service()["metadata"]!.AsObject().Remove("namespace")),
    ];
}
