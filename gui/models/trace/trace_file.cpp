// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/trace/trace_file.hpp"

#include <QFile>
#include <QRegularExpression>

namespace pinstack::gui {

bool looks_like_trace(const QString& name) {
    constexpr qint64 kBeginning = 64 * 1024;
    QFile file(name);
    if (!file.open(QFile::ReadOnly)) return false;
    const QByteArray start = file.read(kBeginning);
    const bool is_packed = start.startsWith("\x1f\x8b"), is_dat = start.startsWith("\x17\x08\x44tracing");
    if (is_packed || is_dat) return true;
    const QByteArray text = start.trimmed();
    // A system file begins with its object, or a comment.
    if (text.startsWith('{') || text.startsWith("//") || text.startsWith("/*")) return false;
    static const QRegularExpression line("^(# tracer:|cpus=\\d+$|.*-\\d+ +(\\(.*\\) +)?\\[\\d+\\].* \\d+(\\.\\d+)?: )",
                                         QRegularExpression::MultilineOption);
    return line.match(QString::fromUtf8(start)).hasMatch();
}

}  // namespace pinstack::gui
