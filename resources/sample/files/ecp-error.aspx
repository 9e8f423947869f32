<%@ Page Language="C#" AutoEventWireup="true" Inherits="Maple.Sample.AdminErrorPage" EnableViewState="false" %>
<!DOCTYPE html>
<html lang="en">
<head><title>Error</title></head>
<body>
<h1><%= Microsoft.Security.Application.Encoder.HtmlEncode(Cause) %></h1>
<p>Sign in with an account that may manage Exchange, or <a href="/owa/">go to your mail</a>.</p>
</body>
</html>
