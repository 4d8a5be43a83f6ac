using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [(name = "main", worker = .worker), (name = "recipe", worker = .recipe)],
  sockets = [
    (name = "main", address = "127.0.0.1:0", http = (), service = "main"),
    (name = "recipe", address = "127.0.0.1:0", http = (), service = "recipe")
  ]
);

const worker :Workerd.Worker = (
  modules = [(name = "worker", esModule = embed ".generated/worker.js")],
  compatibilityDate = "2025-09-01",
  compatibilityFlags = ["nodejs_compat"]
);

const recipe :Workerd.Worker = (
  modules = [(name = "recipe", esModule = embed ".generated/recipe.js")],
  compatibilityDate = "2025-09-01",
  compatibilityFlags = ["nodejs_compat"]
);
