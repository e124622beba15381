// SPDX-License-Identifier: GPL-3.0-or-later
#include "windows/profilecommands.h"

#include "engine/captureengine.h"
#include "messages/quantities.h"
#include "profile/profilecatalog.h"
#include "profile/profilewatch.h"
#include "widgets/messagestrip.h"

#include <QFileInfo>

namespace hookloupe {

using namespace Qt::StringLiterals;

ProfileCommands::ProfileCommands(CaptureEngine& engine, QWidget* window)
    : QObject(window)
    , m_engine(engine)
    , m_notice(new MessageStrip(window))
{
    m_notice->setObjectName(u"profilesStrip"_s);
}

ProfileCommands::~ProfileCommands() = default;

void ProfileCommands::load()
{
    if (m_watch)
        return;
    m_watch = std::make_unique<ProfileWatch>(QFileInfo(ProfileCatalog::userFolder()).absoluteFilePath());
    connect(m_watch.get(), &ProfileWatch::changed, this, &ProfileCommands::take);
    take(m_watch->catalog());
}

void ProfileCommands::take(const std::shared_ptr<const ProfileCatalog>& catalog)
{
    m_engine.setProfiles(catalog);
    emit changed();
    m_notice->hideMessage();
    if (!catalog->errors().empty())
        showErrors(*catalog);
    else if (m_isLoaded)
        m_notice->showMessage({ .tone = Tone::Info,
            .text = tr("The profiles have changed. What was captured before was judged by the earlier ones."),
            .actionText = tr("Check Again"),
            .action = [this] { emit checkAgainRequested(); },
            .isLasting = true });
    m_isLoaded = true;
}

void ProfileCommands::showErrors(const ProfileCatalog& catalog)
{
    const std::vector<ProfileError>& errors = catalog.errors();
    const QString first = toText(errors.front());
    m_notice->showMessage({ .tone = Tone::Warning,
        .text = errors.size() == 1
            ? tr("A profile cannot be read: %1").arg(first)
            : tr("Profiles cannot be read: %1 (and %2 more)").arg(first, countText(std::ssize(errors) - 1)),
        .actionText = m_isLoaded ? tr("Check Again") : QString(),
        .action = [this] { emit checkAgainRequested(); },
        .isLasting = true });
}

} // namespace hookloupe
