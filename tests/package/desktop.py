# SPDX-License-Identifier: Apache-2.0
"""desktop.py TREE: the files that tell a desktop of pinstack-gui are valid and fit each other; the window opens."""

import re
import shutil
import sys
import tempfile
import xml.etree.ElementTree as xml

from package_tree import Tree

NAME = "org.pinstack.Pinstack"


def main():
    tree = Tree(sys.argv[1])
    desktop = tree.path(f"share/applications/{NAME}.desktop")
    metainfo = tree.path(f"share/metainfo/{NAME}.metainfo.xml")
    mime = tree.path("share/mime/packages/pinstack.xml")
    icon = tree.path(f"share/icons/hicolor/scalable/apps/{NAME}.svg")
    tree.output(["desktop-file-validate", desktop])
    tree.output(["appstreamcli", "validate", "--no-net", "--strict", metainfo])
    tree.output(["xmllint", "--noout", metainfo, mime, icon])

    entry = dict(re.findall(r"^(\w+)=(.*)$", desktop.read_text(), flags=re.M))
    about = xml.parse(metainfo).getroot()
    tree.check(entry["Icon"] == NAME and about.findtext("icon") == NAME, "not the icon that is installed")
    tree.check(about.findtext("launchable") == desktop.name, "the metainfo launches something else")
    tree.check(tree.path("bin/" + entry["Exec"].split()[0]).exists(), "the desktop file starts what is not there")
    tree.check(tree.path("bin/" + about.findtext("provides/binary")).exists(), "the metainfo names what is not there")

    with tempfile.TemporaryDirectory() as base:
        shutil.copytree(tree.path("share/mime"), f"{base}/mime")
        done = tree.run(["update-mime-database", f"{base}/mime"], XDG_DATA_DIRS=base)
        tree.check(done.returncode == 0 and not done.stderr, f"update-mime-database: {done.stderr}")
        globs = open(f"{base}/mime/globs2", encoding="utf-8").read()
        (kind,) = re.findall(r"^60:(\S+):\*\.pinstack\.json$", globs, flags=re.M)
        tree.check(entry["MimeType"] == kind + ";" and about.findtext("provides/mediatype") == kind,
                   f"{kind} is opened by nobody")

        picture = f"{base}/window.png"
        tree.output(["pinstack-gui", "--screenshot", picture,
                     tree.path("share/pinstack/examples/01-zijlstra-stacking.pinstack.json")])
        tree.check(open(picture, "rb").read(4) == b"\x89PNG", "no picture of the window")
    tree.finish()


main()
