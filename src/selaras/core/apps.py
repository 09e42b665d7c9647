from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig, apps


class CoreConfig(AppConfig):
    name = "selaras.core"

    def ready(self) -> None:
        """Load what every room contributes and what it listens to."""
        for app in apps.get_app_configs():
            if not app.name.startswith("selaras."):
                continue
            for module in ("contributions", "handlers"):
                if find_spec(f"{app.name}.{module}"):
                    import_module(f"{app.name}.{module}")
