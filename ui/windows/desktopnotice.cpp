// SPDX-License-Identifier: GPL-3.0-or-later
#include "windows/desktopnotice.h"

#include "theme/icons.h"

#include <QSystemTrayIcon>

namespace hookloupe {

namespace {

/// Some desktops take markup in notices, others do not and none of them tells Qt: there must be nothing to take.
QString withoutMarkup(QString text)
{
    return text.replace(u'<', u'\u2039').replace(u'>', u'\u203A').replace(u'&', u'\uFF06');
}

} // namespace

DesktopNotice::DesktopNotice(QObject* parent)
    : QObject(parent)
{
}

DesktopNotice::~DesktopNotice() = default;

bool DesktopNotice::show(const QString& text)
{
    if (!QSystemTrayIcon::isSystemTrayAvailable() || !QSystemTrayIcon::supportsMessages())
        return false;
    if (!m_icon) {
        m_icon = std::make_unique<QSystemTrayIcon>(programIcon());
        connect(m_icon.get(), &QSystemTrayIcon::messageClicked, this, &DesktopNotice::activated);
        connect(m_icon.get(), &QSystemTrayIcon::activated, this, &DesktopNotice::activated);
    }
    m_icon->setToolTip(tr("Hookloupe"));
    m_icon->show();
    m_icon->showMessage(tr("Hookloupe"), withoutMarkup(text), QSystemTrayIcon::Information);
    return true;
}

void DesktopNotice::hide()
{
    m_icon.reset();
}

} // namespace hookloupe
