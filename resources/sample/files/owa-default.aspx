<%@ Page Language="C#" AutoEventWireup="false" Inherits="Maple.Sample.MailDefaultPage" EnableViewState="false" %>
<!DOCTYPE html>
<html lang="<%= UserLanguage %>">
<head>
<meta charset="utf-8" />
<title>Mail</title>
<% foreach (string sheet in StyleSheets) { %>
<link rel="stylesheet" href="<%= sheet %>" />
<% } %>
</head>
<body class="notranslate">
<div id="loading" role="status">Loading your mail&hellip;</div>
<% foreach (string script in Scripts) { %>
<script src="<%= script %>"></script>
<% } %>
</body>
</html>
