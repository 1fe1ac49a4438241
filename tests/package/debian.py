# SPDX-License-Identifier: Apache-2.0
"""debian.py TREE BUILD: the Debian packages hold every installed file once, and depend on what they need.

tests/package/chroot installs them, which takes root and a network.
"""

import pathlib
import re
import subprocess
import sys
import tempfile

from package_tree import Tree

# What a library cannot be linked without: the packages of pinstackConfig.cmake's find_dependency(), and -l.
NEEDED_BY_DEV = {"tl-expected": "libexpected-dev", "fmt": "libfmt-dev", "pugixml": "libpugixml-dev",
                 "SQLite3": "libsqlite3-dev", "TBB": "libtbb-dev", "ZLIB": "zlib1g-dev", "-lglpk": "libglpk-dev", "hwloc": "libhwloc-dev"}


def main():
    tree = Tree(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(["cpack", "--config", f"{sys.argv[2]}/CPackConfig.cmake", "-G", "DEB", "-B", folder],
                              capture_output=True, encoding="utf-8")
        tree.check(done.returncode == 0, f"cpack: {done.returncode}\n{done.stdout}{done.stderr}")
        packages = {}
        where = {}
        for file in sorted(pathlib.Path(folder).glob("*.deb")):
            fields = tree.output(["dpkg-deb", "-f", file])
            name = re.search(r"^Package: (.*)$", fields, flags=re.M).group(1)
            packages[name] = dict(re.findall(r"^([A-Z][\w-]*): (.*)$", fields, flags=re.M))
            for line in tree.output(["dpkg-deb", "-c", file]).splitlines():
                kind, owner, _, _, _, path = line.split(maxsplit=5)
                tree.check(owner == "root/root", f"{name}: {path} belongs to {owner}")
                if kind.startswith("d"):
                    tree.check(kind == "drwxr-xr-x", f"{name}: {path} is {kind}")
                    continue
                path = path.split(" -> ")[0].removeprefix("./usr/")
                tree.check(path not in where, f"{path} is in {name} and in {where.get(path)}")
                where[path] = name

    installed = {path.relative_to(tree.root).as_posix() for path in tree.root.rglob("*")
                 if path.is_symlink() or not path.is_dir()}
    tree.check(set(where) == installed, f"in a package or installed, not both: {sorted(set(where) ^ installed)}")
    expected = {"pinstack": ("bin/pinstack", "libtbb12"), "pinstack-gui": ("bin/pinstack-gui", "libqt6charts6"),
                "pinstack-mpi": ("bin/pinstack-sweep-mpi", "libopenmpi3"),
                "libpinstack-dev": ("lib/cmake/pinstack/pinstackConfig.cmake", "libexpected-dev")}
    tree.check({"pinstack", "libpinstack-dev"} <= set(packages) <= set(expected), f"packages: {sorted(packages)}")
    for name, fields in packages.items():
        file, library = expected[name]
        tree.check(where.get(file) == name, f"{file} is in {where.get(file)}, not in {name}")
        tree.check(re.search(rf"\b{re.escape(library)}\b", fields["Depends"]),
                   f"{name} depends on {fields['Depends']}, not on {library}")
        tree.check(where.get(f"share/doc/{name}/copyright") == name, f"{name} has no copyright")
    config = "".join(path.read_text() for path in tree.path("lib").rglob("*.cmake"))
    config += tree.path("lib/pkgconfig/pinstack.pc").read_text()
    for dependency in re.findall(r"find_dependency\(([\w-]+)", config):
        tree.check(dependency in NEEDED_BY_DEV, f"libpinstack-dev: which package has {dependency}?")
    for dependency, package in NEEDED_BY_DEV.items():
        tree.check(dependency in config and package in packages["libpinstack-dev"]["Depends"],
                   f"libpinstack-dev: {dependency}, {package}")
    tree.finish()


main()
