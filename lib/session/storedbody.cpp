// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/storedbody.h"

#include <QFileInfo>

namespace hookloupe {

Body storedBody(const SessionPaths& paths, QByteArrayView name, qint64 size)
{
    constexpr qint64 LargestBody = qint64(1) << 50;
    const QString path = paths.bodyPath(QString::fromUtf8(name));
    if (path.isEmpty())
        return Body();
    const qint64 stored = qBound(qint64(0), size, LargestBody);
    const QFileInfo info(path);
    // A link could show any file of this machine as something that was captured.
    if (info.isSymLink() || QFileInfo(paths.bodies).isSymLink())
        return Body();
    return Body::inFile(path, info.isFile() ? qMin(stored, info.size()) : stored);
}

} // namespace hookloupe
